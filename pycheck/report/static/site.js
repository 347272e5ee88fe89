"use strict";

function themeButton() {
  const button = document.querySelector(".theme");
  const root = document.documentElement;
  const order = ["auto", "light", "dark"];
  const show = () => { button.textContent = "Theme: " + (root.dataset.theme || "auto"); };
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    const next = order[(order.indexOf(root.dataset.theme || "auto") + 1) % order.length];
    if (next === "auto") delete root.dataset.theme; else root.dataset.theme = next;
    try { localStorage.setItem("theme", next); } catch (e) { /* not remembered */ }
    show();
  });
}

function slashFocusesSearch() {
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      document.getElementById("find").focus();
    }
  });
}

function ledgerFilters() {
  const form = document.querySelector(".filters");
  if (!form) return;
  const rows = [...document.querySelectorAll(".ledger tr[data-section]")];
  const bodies = [...document.querySelectorAll(".ledger tbody")];
  const fields = ["section", "kind", "algebra", "reality", "text"].map((n) => form.elements[n]);
  const query = new URLSearchParams(location.search);
  for (const field of fields) if (query.has(field.name)) field.value = query.get(field.name);

  function keeps(row, field) {
    const wanted = field.value.trim();
    if (!wanted) return true;
    if (wanted === "!prose") return row.dataset.kind !== "prose";
    if (field.name !== "text") return row.dataset[field.name] === wanted;
    return row.textContent.toLowerCase().includes(wanted.toLowerCase());
  }
  function apply() {
    let shown = 0;
    for (const row of rows) {
      row.hidden = !fields.every((field) => keeps(row, field));
      shown += !row.hidden;
    }
    for (const body of bodies) body.hidden = !body.querySelector("tr[data-section]:not([hidden])");
    form.querySelector("output").value = shown === rows.length ? rows.length + " claims" : shown + " of " + rows.length + " claims";
  }
  function remember() {
    const chosen = fields.filter((field) => field.value.trim());
    const text = new URLSearchParams(chosen.map((field) => [field.name, field.value.trim()])).toString();
    try { history.replaceState(null, "", (text ? "?" + text : location.pathname) + location.hash); } catch (e) { /* no history here */ }
  }
  form.hidden = false;
  form.addEventListener("input", () => { apply(); remember(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { apply(); remember(); }));
  apply();
  // The table has moved since the browser looked for the address's anchor.
  if (location.search && location.hash === "#claims") document.getElementById("claims").scrollIntoView();
}

function graph() {
  const modules = [...document.querySelectorAll("details.module")];
  if (!modules.length) return;
  for (const button of document.querySelectorAll("[data-open]")) {
    button.hidden = false;
    button.addEventListener("click", () => { for (const m of modules) m.open = button.dataset.open === "all"; });
  }
  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.matches("details")) { target.open = true; target.scrollIntoView(); }
  }
  addEventListener("hashchange", openTarget);
  openTarget();

  const nodes = new Map([...document.querySelectorAll("[data-node]")].map((n) => [n.dataset.node, n]));
  const arcs = [...document.querySelectorAll(".arc")];
  function light(name) {
    for (const node of document.querySelectorAll(".lit, .near")) node.classList.remove("lit", "near");
    if (!name) return;
    nodes.get(name).classList.add("lit");
    for (const arc of arcs) {
      if (arc.dataset.from !== name && arc.dataset.to !== name) continue;
      arc.classList.add("lit");
      const other = arc.dataset.from === name ? arc.dataset.to : arc.dataset.from;
      nodes.get(other).classList.add("near");
    }
  }
  for (const [name, node] of nodes) {
    node.addEventListener("mouseenter", () => light(name));
    node.addEventListener("focusin", () => light(name));
    node.addEventListener("mouseleave", () => light(null));
  }
  for (const box of document.querySelectorAll(".map .box")) {
    const name = box.getAttribute("href").slice(1);
    const edges = [...document.querySelectorAll(".map .edge")].filter((e) => e.dataset.user === name || e.dataset.used === name);
    const on = () => edges.forEach((e) => e.classList.add("lit"));
    const off = () => edges.forEach((e) => e.classList.remove("lit"));
    for (const event of ["mouseenter", "focus"]) box.addEventListener(event, on);
    for (const event of ["mouseleave", "blur"]) box.addEventListener(event, off);
  }
}

// Only what scrolls needs to be reached with the Tab key.
function scrollersAreReachable() {
  const boxes = [...document.querySelectorAll(".scroll, .formula, pre, :is(p, li, figcaption, h1, h3):has(> math)")];
  const update = () => {
    for (const box of boxes) {
      const scrolls = getComputedStyle(box).overflowX === "auto" && box.scrollWidth > box.clientWidth;
      if (scrolls) box.tabIndex = 0; else box.removeAttribute("tabindex");
    }
  };
  update();
  addEventListener("resize", update);
  document.addEventListener("toggle", update, true);
}

function printEverything() {
  addEventListener("beforeprint", () => {
    for (const d of document.querySelectorAll("details:not([open])")) { d.open = true; d.dataset.printed = ""; }
  });
  addEventListener("afterprint", () => {
    for (const d of document.querySelectorAll("details[data-printed]")) { d.open = false; delete d.dataset.printed; }
  });
}

themeButton();
slashFocusesSearch();
ledgerFilters();
graph();
scrollersAreReachable();
printEverything();
