// Say on the page that the browser did not use a passkey: the person cancelled, or has none for this site.
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  document.getElementById('passkey-problem').hidden = false
})
