"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const root = document.documentElement;
const form = document.getElementById("quiz");
const status = document.getElementById("status");
const place = `pariksha:${data.quiz}:${data.copy}:${data.student}`;
const chosenLang = {};

function remember(work) { try { return work(); } catch { return null; } }  // a browser may forbid storage to files

function setLang(lang) {
  root.lang = lang;
  root.dataset.lang = lang;
  for (const b of document.querySelectorAll("button.lang")) b.setAttribute("aria-pressed", String(b.dataset.to === lang));
}

function rawOf(question) {
  const kind = question.dataset.kind;
  const fields = [...question.querySelectorAll("input, textarea, select")];
  if (kind === "choice" || kind === "choices") return fields.filter((f) => f.checked).map((f) => f.value).join(", ");
  if (kind === "matching") return fields.filter((f) => f.value).map((f) => `${f.dataset.number}-${f.value}`).join(" ");
  if (kind === "ordering") {
    const placed = fields.filter((f) => f.value).sort((a, b) => a.value - b.value);
    return placed.map((f) => f.dataset.letter).join(" ");
  }
  const typed = fields.map((f) => f.value);
  return typed.some((t) => t.trim()) ? typed.join("; ") : "";
}

function answers() {
  const out = {};
  for (const question of form.querySelectorAll("fieldset.question")) {
    const raw = rawOf(question);
    if (raw.trim()) out[question.dataset.id] = { raw, lang: chosenLang[question.dataset.id] || root.dataset.lang };
  }
  return out;
}

function fieldValues() {
  return [...form.querySelectorAll("input, textarea, select")].map((f) => (/radio|checkbox/.test(f.type) ? f.checked : f.value));
}

form.addEventListener("input", (event) => {
  const question = event.target.closest("fieldset.question");
  if (question) chosenLang[question.dataset.id] = root.dataset.lang;
  remember(() => localStorage.setItem(place, JSON.stringify({ fields: fieldValues(), chosenLang })));
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const says = data.says[root.dataset.lang];
  const student = document.getElementById("student").value.trim();
  if (!student) {
    status.textContent = says.need_name;
    document.getElementById("student").focus();
    return;
  }
  const given = answers();
  const saved = { schema: data.schema, quiz: data.quiz, copy: data.copy, student, attempt: data.attempt, answers: given };
  const link = document.createElement("a");
  const name = `${data.quiz}-${student}.json`.replace(/[\\/:*?"<>|\s]+/g, "_");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(saved, null, 1)], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  const open = form.querySelectorAll("fieldset.question").length - Object.keys(given).length;
  status.textContent = says.saved.replace("{file}", name) + (open ? " " + says.open.replace("{count}", open) : "");
});

for (const b of document.querySelectorAll("button.lang")) b.addEventListener("click", () => setLang(b.dataset.to));
const theme = document.getElementById("theme");
const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
theme.setAttribute("aria-pressed", String(dark()));
theme.addEventListener("click", () => {
  root.dataset.theme = dark() ? "light" : "dark";
  theme.setAttribute("aria-pressed", String(dark()));
});

const before = remember(() => JSON.parse(localStorage.getItem(place)));
if (before) {
  Object.assign(chosenLang, before.chosenLang);
  [...form.querySelectorAll("input, textarea, select")].forEach((f, at) => {
    const value = before.fields[at];
    if (/radio|checkbox/.test(f.type)) f.checked = value === true;
    else if (typeof value === "string" && !f.readOnly) f.value = value;
  });
}
