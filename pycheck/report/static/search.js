"use strict";

(function () {
  const most = 60;
  const input = document.getElementById("find");
  const list = document.getElementById("results");
  const found = document.getElementById("found");

  // Without accents and capitals, on both sides: "pade" finds "Padé".
  function folded(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function score(entry, words) {
    const title = folded(entry[1]);
    const address = folded(entry[2]);
    const text = folded(entry[3] + " " + entry[4]);
    let sum = 0;
    for (const word of words) {
      if (title.startsWith(word)) sum += 8;
      else if (title.includes(word) || address.includes(word)) sum += 4;
      else if (text.includes(word)) sum += 1;
      else return 0;
    }
    return sum + (entry[0] === "claim" ? 0.5 : 0);
  }

  function item(entry) {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry[2];
    link.textContent = entry[1];
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = entry[0];
    const text = document.createElement("p");
    text.textContent = entry[3].length > 180 ? entry[3].slice(0, 180) + "…" : entry[3];
    row.append(link, kind, text);
    return row;
  }

  function search() {
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    const hits = !words.length ? [] : window.pycheckIndex
      .map((entry) => [score(entry, words), entry])
      .filter((pair) => pair[0] > 0)
      .sort((a, b) => b[0] - a[0]);
    list.replaceChildren(...hits.slice(0, most).map((pair) => item(pair[1])));
    found.textContent = !words.length ? "" : hits.length === 0 ? "Nothing found." :
      hits.length > most ? "The best " + most + " of " + hits.length + "." : hits.length + " found.";
  }

  input.value = new URLSearchParams(location.search).get("q") || "";
  input.form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", () => {
    search();
    try { history.replaceState(null, "", input.value ? "?q=" + encodeURIComponent(input.value) : location.pathname); } catch (e) { /* no history here */ }
  });
  search();
  input.focus();
})();
