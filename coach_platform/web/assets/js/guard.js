// <form data-guard>: leaving a half-typed form asks first. Sending it does not.
import { each } from "./page.js";

each("form[data-guard]", (form) => {
  let dirty = false;
  form.addEventListener("input", () => (dirty = true));
  form.addEventListener("submit", () => (dirty = false));
  form.addEventListener("htmx:after:request", () => (dirty = false));
  window.addEventListener("beforeunload", (event) => dirty && form.isConnected && event.preventDefault());
});
