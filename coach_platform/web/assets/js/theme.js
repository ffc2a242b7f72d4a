// As the system, light, dark: kept in a cookie, so that the server draws the page right from its first byte.
const ORDER = ["", "light", "dark"];
const YEAR = 31_536_000; // seconds

for (const button of document.querySelectorAll("[data-theme-toggle]")) {
  button.hidden = false;
  name(button);
  button.addEventListener("click", () => {
    set(ORDER[(ORDER.indexOf(now()) + 1) % ORDER.length]);
    name(button);
  });
}

function now() {
  return document.documentElement.dataset.theme ?? "";
}

function set(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  document.querySelector('meta[name="color-scheme"]').content = theme || "light dark";
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${theme}; Path=/; Max-Age=${theme ? YEAR : 0}; SameSite=Lax${secure}`;
}

function name(button) {
  const text = button.querySelector("span");
  text.textContent = text.dataset[now() || "auto"];
}
