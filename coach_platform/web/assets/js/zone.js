// Proposes this computer's time zone where a form asks for one, until somebody chose another or the form came back.
for (const select of document.querySelectorAll("select[data-guess-zone]")) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (here && [...select.options].some((option) => option.value === here)) select.value = here;
}
