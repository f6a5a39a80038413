/** Made at build time by @nuxt/icon, which says nothing of its type: the icons that every page may show. */
declare module '#build/nuxt-icon-client-bundle' {
  export function init(addIcon: typeof import('@iconify/vue').addIcon): void
}
