// Signing in again in another tab changes the token that every form carries. What is sent from a page that
// was open before takes the present one from the cookie, so that nothing typed there is lost.

const present = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

document.addEventListener("submit", (event) => {
  const field = event.target.querySelector("input[name=csrfmiddlewaretoken]");
  if (field && present()) field.value = present();
}, { capture: true });

document.addEventListener("htmx:configRequest", (event) => {
  const { headers, parameters } = event.detail;
  if (!present()) return;
  headers["X-CSRFToken"] = present();
  if (parameters.csrfmiddlewaretoken) parameters.csrfmiddlewaretoken = present();
});
