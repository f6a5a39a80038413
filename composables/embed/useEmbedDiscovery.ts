/** Says to other sites' editors, which read the page behind a pasted link, where its player's code is (oEmbed 1.0, 4). */
export function useEmbedDiscovery(
  shown: () => { title: string; visibility: string } | null | undefined,
): void {
  const { origin, pathname } = useRequestURL()
  const query = new URLSearchParams({ url: origin + pathname, format: 'json' })
  useHead({
    link: () =>
      shown()?.visibility === 'public'
        ? [
            {
              rel: 'alternate',
              type: 'application/json+oembed',
              href: `${origin}/api/oembed?${query.toString()}`,
              title: shown()?.title,
            },
          ]
        : [],
  })
}
