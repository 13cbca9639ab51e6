// Light, dark, or as the system says. Runs before the page is painted.
(() => {
  const root = document.documentElement;
  const show = (theme) => {
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of document.querySelectorAll(".theme button"))
      button.setAttribute("aria-pressed", String(button.value === theme));
  };
  const stored = () => {
    try { return localStorage.getItem("theme") || "system"; } catch { return "system"; }
  };
  show(stored());
  document.addEventListener("DOMContentLoaded", () => {
    const group = document.querySelector(".theme");
    if (!group) return;
    group.hidden = false;
    show(stored());
    group.addEventListener("click", ({ target }) => {
      if (target.tagName !== "BUTTON") return;
      try { localStorage.setItem("theme", target.value); } catch { /* private window */ }
      show(target.value);
    });
  });
})();
