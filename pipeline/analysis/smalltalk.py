"""What is said around an interview and answers no question of any study: a class of its own.

Each wording stands for a kind of small talk or logistics: greeting, seating, the recorder, noise,
thanks, leave-taking, passing a question over. Vectors of meaning carry them to other languages.
"""

from __future__ import annotations

from pipeline.model.guide import Question

NOBODYS = ""
"""The id under which small talk stands among questions; no question can bear it."""

SMALL_TALK = Question(
    NOBODYS,
    {
        "en": "Thank you, goodbye, I am switching the recorder off.",
        "it": "Grazie, arrivederci, spengo il registratore.",
        "es": "Gracias, hasta luego, apago la grabadora.",
        "pt": "Obrigado, até logo, vou desligar o gravador.",
        "de": "Danke, auf Wiedersehen, ich schalte das Aufnahmegerät aus.",
    },
    {
        "en": (
            "Good morning, thank you for having me. May I sit here?",
            "Is the recorder on? Can you hear me?",
            "Sorry about the noise. Would you like a coffee?",
            "I would rather not answer that, let us leave it.",
            "Mind the step on your way out.",
        ),
        "it": (
            "Buongiorno, grazie di averci ricevuto. Posso sedermi qui?",
            "Il registratore è acceso? Mi senti?",
            "Scusa per il rumore. Vuoi un caffè?",
            "Preferisco non rispondere, lasciamo stare.",
            "Attento al gradino quando esci.",
        ),
        "es": (
            "Buenos días, gracias por recibirme. ¿Me siento aquí?",
            "¿Está grabando? ¿Se me oye?",
            "Perdona por el ruido. ¿Quieres un café?",
            "Prefiero no contestar a eso, dejémoslo.",
            "Cuidado con el escalón al salir.",
        ),
        "pt": (
            "Bom dia, obrigado por me receber. Posso sentar-me aqui?",
            "Está a gravar? Ouve-se bem?",
            "Desculpa o barulho. Queres um café?",
            "Prefiro não responder a isso, deixa lá.",
            "Cuidado com o degrau à saída.",
        ),
        "de": (
            "Guten Morgen, danke für die Einladung. Kann ich mich hier hinsetzen?",
            "Läuft die Aufnahme? Hört man mich?",
            "Entschuldige den Lärm. Möchtest du einen Kaffee?",
            "Darüber möchte ich nicht reden, lassen wir das.",
            "Pass auf die Stufe auf, wenn du gehst.",
        ),
    },
)
