// A figure in two widths, and taken along as it is: as SVG, or painted as PNG by the browser.
const SCALE = 3; // pixels of the PNG for one of the drawing: fine enough for print
const LATER_MS = 10000; // after which a browser has surely taken what was offered

function drawing(text) {
  return document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
}

function take(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LATER_MS);
}

function picture(text) {
  return new Blob([text], { type: "image/svg+xml" });
}

async function painted(text) {
  const image = new Image();
  const address = URL.createObjectURL(picture(text));
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width * SCALE;
  canvas.height = image.height * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function button(label, act) {
  const node = document.createElement("button");
  node.type = "button";
  node.textContent = label;
  node.addEventListener("click", act);
  return node;
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".picture");
  const parts = ["wide", "narrow"].map((width) => {
    const part = document.createElement("div");
    part.className = width;
    part.append(drawing(data[width]));
    return part;
  });
  const row = document.createElement("div");
  row.className = "take";
  row.append(
    button(data.labels.svg, () => take(picture(data.wide), `${data.name}.svg`)),
    button(data.labels.png, async () => take(await painted(data.wide), `${data.name}.png`)),
  );
  root.replaceChildren(...parts, row);
}
