// Shown by the service worker in place of a page that cannot be fetched: it stands alone, without the app's own words.
const words = {
  de: {
    title: 'Du bist offline',
    detail:
      'Clipway ist nicht zu erreichen. Diese Seite öffnet sich von selbst wieder, sobald es ein Netz gibt.',
    retry: 'Noch einmal versuchen',
  },
}
const chosen = /(?:^|; )clipway-language=(\w+)/.exec(document.cookie)?.[1] ?? navigator.language.slice(0, 2)
if (chosen in words) {
  document.documentElement.lang = chosen
  document.title = `${words[chosen].title} · Clipway`
  for (const place of document.querySelectorAll('[data-word]'))
    place.textContent = words[chosen][place.dataset.word]
}
addEventListener('online', () => location.reload())

// the network may have come back before this was read, and a server that is away comes back without a word of it
const LOOK_MS = 3000
async function look() {
  const isBack = await fetch('/healthz', { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  )
  if (isBack) location.reload()
  else setTimeout(look, LOOK_MS)
}
setTimeout(look, LOOK_MS)
