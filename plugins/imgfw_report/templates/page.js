"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const drawer = document.getElementById("drawer");
const peek = document.getElementById("peek");
const AT_ONCE = 120;

function element(tag, attributes, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}

function picture(sample) {
  const shown = document.getElementById("p" + sample.picture);
  if (!shown) {
    const reason = String(sample.picture);
    return element("p", {}, reason.charAt(0).toUpperCase() + reason.slice(1));
  }
  const space = "http" + "://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  svg.setAttribute("viewBox", `0 0 ${shown.getAttribute("width")} ${shown.getAttribute("height")}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", sample.name);
  use.setAttribute("href", "#p" + sample.picture);
  svg.append(use);
  return svg;
}

function statements(told) {
  const made = element("div", { class: "told" });
  for (const [role, text, figure] of told) {
    const label = element("bdi", {}, text || "none of them");
    made.append(element("span", {}, role), element("i", {}, figure), element("b", { class: role }, label));
  }
  return made;
}

function card(sample, target) {
  const caption = element("figcaption", {});
  const names = target ? [target] : Object.keys(sample.told);
  for (const name of names) {
    if (names.length > 1) caption.append(element("h4", {}, element("bdi", {}, name)));
    caption.append(statements(sample.told[name]));
  }
  caption.append(element("p", { title: sample.uri }, element("bdi", {}, sample.name)));
  return element("figure", { class: "sheet" }, element("div", { class: "frame" }, picture(sample)), caption);
}

function open(opening) {
  const cards = drawer.querySelector(".cards");
  const more = drawer.querySelector("[data-more]");
  const shown = opening.samples.length;
  drawer.querySelector("h2").textContent = opening.title;
  drawer.querySelector("header span").textContent =
    shown < opening.of ? `${shown.toLocaleString("en")} of ${opening.of.toLocaleString("en")}` : shown.toLocaleString("en");
  cards.replaceChildren();
  const fill = () => {
    const next = opening.samples.slice(cards.childElementCount, cards.childElementCount + AT_ONCE);
    cards.append(...next.map((place) => card(data.samples[place], opening.target)));
    more.hidden = cards.childElementCount >= shown;
  };
  more.onclick = fill;
  fill();
  drawer.showModal();
  drawer.scrollTop = 0;
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) open(data.openings[opener.dataset.opens]);
  if (event.target === drawer || event.target.closest("[data-close]")) drawer.close();
});

function look(event) {
  const seen = event.target.closest ? event.target.closest(".peek[data-opens]") : null;
  const opening = seen && data.openings[seen.dataset.opens];
  peek.hidden = !(opening && opening.samples.length);
  if (peek.hidden) return;
  peek.replaceChildren(card(data.samples[opening.samples[0]], opening.target));
  const box = seen.getBoundingClientRect();
  const left = Math.min(Math.max(8, box.right + 10), innerWidth - peek.offsetWidth - 8);
  const top = Math.min(Math.max(8, box.top - peek.offsetHeight / 2), innerHeight - peek.offsetHeight - 8);
  peek.style.left = left + "px";
  peek.style.top = top + "px";
}
document.addEventListener("pointerover", look);
document.addEventListener("focusin", look);

const about = document.getElementById("about");
if (about) {
  about.addEventListener("change", () => {
    for (const figure of document.querySelectorAll(".figure[data-target]")) {
      figure.hidden = about.value !== "" && figure.dataset.target !== about.value;
    }
  });
}
