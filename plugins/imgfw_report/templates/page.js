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
    const reason = sample.picture === null ? "The page has no room for more pictures" : String(sample.picture);
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

function fade(event) {
  const key = event.target.closest ? event.target.closest(".key[data-mark]") : null;
  for (const group of document.querySelectorAll(".map g[data-mark]")) {
    const other = key && key.closest(".map").contains(group) && group.dataset.mark !== key.dataset.mark;
    group.classList.toggle("faded", Boolean(other));
  }
}
document.addEventListener("pointerover", fade);
document.addEventListener("focusin", fade);

const about = document.getElementById("about");
if (about) {
  const tell = () => {
    for (const figure of document.querySelectorAll(".figure[data-target]")) {
      figure.hidden = about.value !== "" && figure.dataset.target !== about.value;
    }
    for (const section of document.querySelectorAll("main > section")) {
      section.hidden = !section.querySelector(".figure:not([hidden])");
      document.querySelector(`nav [href="#${section.id}"]`).hidden = section.hidden;
    }
  };
  about.addEventListener("change", tell);
  tell(); // a browser may remember what was chosen
}

// Choices: what differs in the fieldsets of a section from how they were becomes rows of a table, which
// [data-table] of the section hands out as a file, and remembers where the browser lets it.
function kept(name, value) {
  try {
    if (value === undefined) return JSON.parse(localStorage.getItem(name)) || {};
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // a browser may refuse to remember
  }
  return {};
}

function changed(field) {
  if (field.type === "number") return field.value !== field.defaultValue && field.validity.valid && field.value !== "";
  return field.checked !== field.defaultChecked;
}

function fields(choice) {
  return [...choice.querySelectorAll("input:not([list])")];
}

function chosen(choice) {
  const own = fields(choice);
  if (!own.some(changed)) return null;
  if (own[0].type === "number") return [own[0].value];
  const values = own.filter((field) => field.checked).map((field) => JSON.parse(field.value));
  return values.length ? values : [""];
}

function offer(choice, value, shown) {
  const own = fields(choice);
  let field = own.find((each) => JSON.parse(each.value) === value);
  if (!field) {
    field = element("input", { type: own[0].type, name: own[0].name, value: JSON.stringify(value) });
    own.at(-1).parentElement.after(element("label", {}, field, element("span", {}, element("bdi", {}, shown))));
  }
  field.checked = true;
}

function recall(choice, values) {
  const own = fields(choice);
  if (own[0].type === "number") own[0].value = values[0];
  else {
    for (const field of own) field.checked = false;
    for (const value of values) if (value !== "") offer(choice, value, value);
  }
}

function restore(choice) {
  for (const field of fields(choice)) {
    field.checked = field.defaultChecked;
    if (field.type === "number") field.value = field.defaultValue;
  }
}

function csv(rows) {
  const cell = (text) => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join(",") + "\n").join("");
}

function collect(handed) {
  const table = JSON.parse(handed.dataset.table);
  const section = handed.closest("section");
  const choices = [...section.querySelectorAll("fieldset[data-row]")];
  const now = () => {
    const found = {};
    for (const choice of choices) {
      const values = chosen(choice);
      choice.classList.toggle("changed", values !== null);
      if (values) found[choice.dataset.row] = values;
    }
    handed.querySelector("output").textContent = `${Object.keys(found).length} corrected`;
    return found;
  };
  const rows = () => {
    const found = now();
    const replaced = new Set();
    for (const choice of choices.filter((each) => each.dataset.row in found)) {
      const [file, ...rest] = JSON.parse(choice.dataset.row);
      for (const each of [file, ...JSON.parse(choice.dataset.copies)]) replaced.add(JSON.stringify([each, ...rest]));
    }
    const before = table.rows.filter((row) => !replaced.has(JSON.stringify(row.slice(0, -1))));
    const own = Object.entries(found).flatMap(([row, values]) => values.map((value) => [...JSON.parse(row), value]));
    return [table.columns, ...before, ...own];
  };
  section.addEventListener("change", (event) => {
    const listed = event.target.list;
    const found = listed && [...listed.options].find((option) => option.value === event.target.value.trim());
    if (found) {
      offer(event.target.closest("fieldset"), JSON.parse(found.dataset.value), found.value);
      event.target.value = "";
    }
    kept(table.kept, now());
  });
  section.addEventListener("click", (event) => {
    if (event.target.closest("[data-keep]")) restore(event.target.closest("fieldset"));
    else if (event.target.closest("[data-drop]")) choices.forEach(restore);
    else if (event.target.closest("[data-take]")) {
      const place = URL.createObjectURL(new Blob([csv(rows())], { type: "text/csv" }));
      element("a", { href: place, download: table.file }).click();
      setTimeout(() => URL.revokeObjectURL(place), 60000);
    } else return;
    kept(table.kept, now());
  });
  const before = kept(table.kept);
  for (const choice of choices) if (before[choice.dataset.row]) recall(choice, before[choice.dataset.row]);
  now();
}
document.querySelectorAll("[data-table]").forEach(collect);
