"""The tables, questions and words of the small made-up study."""

from __future__ import annotations

from dataclasses import dataclass

SITES = """id,name,city,country,latitude,longitude,type,chosen_for
docks,The Docks,Bristol,GB,51.4545,-2.5879,makerspace,
fornace,Fornace Vecchia,Bologna,IT,44.4939,11.3426,multifactory,
patio,El Patio,Valencia,ES,39.4699,-0.3763,coworking,
werkhof,Werkhof,Leipzig,DE,51.3397,12.3731,workshop,
"""
SPEAKERS = """id,name,pseudonym,site,consent,consent_until,attr_trade
ada,Ada Marsh,,docks,analyse quote name voice,,boat builder
ben,Ben Holloway,Rowan,docks,analyse quote,,upholsterer
cleo,Cleo Hart,,docks,analyse name,,printer
dario,Dario Fonte,,fornace,analyse quote name voice,,frame builder
elena,Elena Riva,,fornace,analyse quote name,,bookbinder
franco,Franco Muti,,fornace,analyse quote name voice,2020-01-01,joiner
lola,Lola Serra,,patio,analyse quote name,,shoemaker
mats,Mats Weber,,werkhof,analyse quote name,,luthier
"""
MANIFEST = """id,site,date,wave,language,speakers,interviewers,guide,file
docks-01,docks,2026-04-21,1,en,ada,inga,short,recordings/docks-01.wav
docks-02,docks,2026-04-22,1,en,ben cleo,inga,short,texts/docks-02.txt
fornace-01,fornace,2026-03-17,1,it,dario,inga,short,recordings/fornace-01.wav
fornace-02,fornace,2026-09-18,2,it,elena franco,inga,short,texts/fornace-02.txt
patio-01,patio,2026-05-12,1,es,lola,inga,short,texts/patio-01.md
werkhof-01,werkhof,2026-06-02,1,de,mats,inga,short,texts/werkhof-01.md
"""
QUESTIONS = """questions:
  - id: work
    text: {en: "What does work mean to you?", it: "Che cosa significa per te il lavoro?"}
  - id: happiness
    text: {en: "Are you happy?", it: "Sei felice?"}
  - id: institutions
    text: {en: "What should institutions do?", it: "Che cosa devono fare le istituzioni?"}
  - id: one-year
    text: {en: "Where do you see yourself in one year?", it: "Dove ti vedi fra un anno?"}
guides:
  short: [work, happiness, institutions]
"""
README = "# Interviews\n\n> **Invented:** no such place or person exists.\n> More.\n"
HOSTILE = "<script>document.title='broken'</script> <b>bold</b> **stars** & more"


@dataclass(frozen=True)
class Said:
    """One answer of the study: where, who, what was asked, what was said, and its tag."""

    interview: str
    speaker: str
    asked: str
    text: str
    question: str
    status: str = "suggested"
    score: float = 0.71


LONG = (
    "Work, for me, is what remains of the day when nobody has told me what to do. I "
    "learnt it late. In the shipyard I was given a list each morning and I thought that "
    "was work, and perhaps it was, but it was somebody else's. Here I open the door at "
    "seven, the varnish is still wet from the evening before, and the first thing I do is "
    "walk round the hull once without touching anything. People laugh at that. But if I "
    "don't, I make the same mistake three times before noon. So work is also that, the "
    "walking round. And the others: someone is always there who has already broken the "
    "thing that I am about to break."
)
SAID = (
    Said("docks-01", "ada", "If I say the word work, what is it?", LONG, "work", score=0.83),
    Said("docks-01", "ada", "And are you happy?", "Yes. Mostly, yes.", "happiness", score=0.9),
    Said("docks-02", "ben", "What is work to you?", "A way to be of use.", "work", "confirmed"),
    Said("docks-02", "cleo", "And to you?", "I may not be quoted on this.", "work"),
    Said("docks-02", "ben", "And the city?", "Answer us.", "institutions", score=0.55),
    Said("fornace-01", "dario", "Cos'è il lavoro, secondo te?",
         "È quello che faccio con le mani e che imparo dagli altri.", "work", score=0.64),
    Said("fornace-01", "dario", "Sei felice?", "Felice, boh.", "happiness", "contested", 0.8),
    Said("fornace-02", "elena", "", "Il lavoro mi tiene in piedi.", "work", score=0.47),
    Said("fornace-02", "franco", "E per te?", "Questo non si deve vedere.", "work"),
    Said("patio-01", "lola", "¿Qué es trabajar, según tú?", f"Es {HOSTILE}", "work", score=0.7),
    Said("patio-01", "lola", "", "No sé qué más decirte.", "", "unassigned", 0.2),
    Said("werkhof-01", "mats", "Was bedeutet Arbeit für dich?",
         "Dass am Abend etwas da ist, das am Morgen nicht da war.", "work", "confirmed", 0.77),
)  # fmt: skip
BY_PEOPLE = {"confirmed": "confirmed by inga", "contested": "contested by inga, tom"}
RECORDED = ("docks-01", "fornace-01")
