// Before the first paint: the reader's last choice of light or dark, if there was one.
(function () {
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  } catch (e) { /* storage may be closed; then the system decides */ }
})();
