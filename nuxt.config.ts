import type { NitroConfig } from 'nitropack/types'
import type { Nuxt } from 'nuxt/schema'
import { messageCompilerPlugin } from './i18n/compiler/message-compiler-plugin'
import { languages } from './i18n/languages'
import { i18nForPages } from './scripts/build/i18n-for-pages'
import { leanScripts } from './scripts/build/lean-scripts'
import { buildServiceWorker } from './service-worker/build-service-worker'
import { endpointsModule } from './server/http/endpoints-module'

const nitro: NitroConfig = {
  preset: 'node-server',
  compressPublicAssets: { gzip: true, brotli: true },
  esbuild: { options: { target: 'es2023' } },
  virtual: { '#clipway/endpoints': endpointsModule },
  rollupConfig: { plugins: [i18nForPages()] },
}

/**
 * Icons call onServerPrefetch, and Vue counts such components for the ids it gives (useId). Nuxt strips the call from the
 * browser's build, so ids there would differ from those in the server's HTML: an aria-controls that points nowhere.
 */
function keepServerPrefetch(_options: object, nuxt: Nuxt): void {
  const { vue = [] } = nuxt.options.optimization.treeShake.composables.client
  nuxt.options.optimization.treeShake.composables.client.vue = vue.filter(
    (name) => name !== 'onServerPrefetch',
  )
}

/** Global components are known to every page; those of the docs are asked for where Markdown is shown (#content/components). */
function localProse(_options: object, nuxt: Nuxt): void {
  nuxt.hook('components:extend', (components) => {
    for (const component of components) if (component.pascalName.startsWith('Prose')) component.global = false
  })
}

/** What stands on every page although no page's entry imports it: the layout with its bars, and what those are made of. */
const ON_EVERY_PAGE = new RegExp(
  [
    'layouts/default|i18n\\.config',
    'components/(?:shell/(?!AccountMenu)|base/(?:Menu|Avatar)|people/Link|player/(?:Mini|Stage)\\.)',
    'composables/(?:in-turn|usePagedAnswer|useApi|useSession|api-error|useOnDemand|useAttempt|useWindowEvent|useShortcuts|useLanguages)\\.ts',
    // small, and of nearly every page that plays something: a file of its own costs more than it holds
    'composables/(?:number-format|useFormat|video/(?:format-|time-words|topic-label)|engagement/|feed/prefers-reduced-motion)',
    'composables/vault/(?:vault-marker|useHoldsCopies)\\.ts',
    'composables/experience/(?:connection|create-experience|experience-sender)',
    'composables/player/(?:now-playing|after-leaving|stored|rates|useSeekDrag|player-preferences|useAutoplaySetting|captions|send-beacon|traffic-source|watch-meter|watch-reporter)\\.ts',
    'nuxt/dist/(?:app/compat|components/runtime/lazy-hydrated|pages/runtime/composables)|@nuxtjs/color-mode',
    '@nuxt/ui/dist/runtime/components/(?:Button|Link|LinkBase|Icon|Skeleton)\\.vue|\\.nuxt/ui/skeleton\\.ts',
    '@nuxt/ui/dist/runtime/composables/(?:useComponent|useFieldGroup|useFormField|useForwardProps|useLocale|usePortal|useToast)',
    '@nuxt/ui/dist/runtime/utils/(?:index|link|link-keys|locale|prefetch|tv)\\.',
    'tailwind-variants|@iconify/|@nuxt/icon|nuxt-icon-client-bundle|@vueuse/shared|/(?:ufo|ofetch|destr|ohash|defu)/',
  ].join('|'),
)

/**
 * What the pages of a video and of a clip are made of, and no other: by itself it would be in dozens of small files, which
 * a slow line fetches one after another.
 */
const WATCH = new RegExp(
  [
    'components/(?:player/(?:Frame|CaptionsBadge)|engagement/|video/(?:ContentGate|Description|WatchSkeleton|TopicButton|watch-in-turn|facts-in-turn)|sharing/ShareButton)',
    'composables/(?:player/(?!now-playing)|usePlayer\\.|useServerResume|video/(?:useReturn|start-at)|embed/)',
  ].join('|'),
)
/** Comments, beside the feed and below a video. */
const COMMENTS =
  /components\/comments\/(?!DeleteDialog|Replies)|composables\/comments\/|shared\/comment-rules/
/** Of the cards, what the feed shows as well. */
const FOLLOW = /components\/people\/FollowButton|composables\/usePeople\.ts/
/** Cards of videos, clips and people, wherever there is a list of them. */
const CARDS = new RegExp(
  [
    'components/(?:video/(?:Poster|Card|CardSkeleton|CompactCard|Grid|Preview|More|Facts)|people/Byline|base/(?:TimeAgo|LoadMore|time-ago|Sentence|TextParts|EmptyState|ErrorNotice)|clip/Card)',
    'composables/(?:usePages|useTopics|useTopicClips|useVideos|useVideo\\.|useVideoStatus|useClips|clip/chapters|video/useHoverPreview)',
    '@nuxt/ui/dist/runtime/components/(?:Avatar|AvatarGroup|Badge|Empty|Alert|Chip)\\.vue|\\.nuxt/ui/badge\\.ts',
  ].join('|'),
)

/** Of the browser's build. A whole Vite configuration, of which Nuxt's type knows a part alone: plugins are taken, too. */
const client = {
  plugins: [messageCompilerPlugin(), leanScripts()],
  build: {
    rolldownOptions: {
      output: {
        // many small files compress worse than a large one, and every page needs these
        codeSplitting: {
          groups: [
            // its parts that pages use; what every page needs of it is in @vueuse/shared
            { name: 'vueuse', test: /@vueuse\/core/, priority: 3, includeDependenciesRecursively: false },
            // two dozen helpers of a few hundred bytes each, which all its parts share
            {
              name: 'reka',
              test: /reka-ui\/dist/,
              minShareCount: 6,
              priority: 1,
              includeDependenciesRecursively: false,
            },
            { name: 'app', tags: ['$initial' as const], priority: 2 },
            { name: 'shell', test: ON_EVERY_PAGE, priority: 1, includeDependenciesRecursively: false },
            { name: 'watch', test: WATCH, includeDependenciesRecursively: false },
            { name: 'comments', test: COMMENTS, includeDependenciesRecursively: false },
            { name: 'follow', test: FOLLOW, includeDependenciesRecursively: false },
            { name: 'cards', test: CARDS, includeDependenciesRecursively: false },
          ],
        },
      },
    },
  },
}

export default defineNuxtConfig({
  modules: [
    '@nuxt/ui',
    '@nuxt/content',
    '@nuxtjs/i18n',
    'nuxt-auth-utils',
    '@nuxt/eslint',
    '@nuxt/test-utils/module',
    keepServerPrefetch,
    localProse,
    buildServiceWorker,
  ],
  compatibilityDate: '2026-11-01',
  srcDir: '.',
  telemetry: false,
  devtools: { enabled: false },
  // pages are fetched ahead when somebody is about to open them, not all that a link on the screen leads to
  experimental: { defaults: { nuxtLink: { prefetchOn: { visibility: false, interaction: true } } } },
  css: ['~/assets/css/main.css'],
  // our own code is imported by name, so that a reader (and a tool) can follow it; Vue, Nuxt and components stay automatic
  imports: { scan: false },
  components: [{ path: '~/components', pathPrefix: true, extensions: ['vue'] }],
  ui: {
    // nothing is fetched from another host: no font providers, icons from the installed collection
    fonts: false,
    // the style sheet is what a first visit waits for: only the colours and components that some page shows
    theme: { colors: ['primary', 'success', 'info', 'warning', 'error'] },
    experimental: { componentDetection: true },
  },
  icon: {
    // as a style sheet of their own they would be looked for in every rule of every sheet, and each new one styles the page anew
    mode: 'svg',
    provider: 'server',
    fallbackToApi: false,
    serverBundle: { collections: ['lucide'] },
    // Those of every page, of the feed and of the player come with the scripts; a page that the server renders brings its
    // own, and what is left is fetched from here in one request. .ts too: some icons are decided in a file beside.
    clientBundle: {
      scan: {
        globInclude: ['{components/{base,engagement,feed,player,shell},layouts}/**/*.{vue,ts}', '*.{vue,ts}'],
      },
      sizeLimitKb: 256,
    },
  },
  content: {
    experimental: { sqliteConnector: 'native' },
    build: {
      markdown: {
        highlight: {
          theme: { light: 'github-light', default: 'github-light', dark: 'github-dark' },
          langs: ['ts', 'vue', 'bash', 'json', 'yaml', 'http'],
        },
      },
    },
  },
  // who is signed in comes from /api/auth/session, which looks at the session row; the module's own loader would not
  auth: { loadStrategy: 'none' },
  runtimeConfig: {
    session: {
      name: 'clipway-session',
      password: '',
      maxAge: 60 * 60 * 24 * 30,
      cookie: { sameSite: 'lax' },
    },
  },
  i18n: {
    // one address for a page in every language: who reads it says which, by a cookie or by the browser's own wish
    strategy: 'no_prefix',
    defaultLocale: 'en',
    locales: languages,
    detectBrowserLanguage: { useCookie: true, cookieKey: 'clipway-language', fallbackLocale: 'en' },
    // messages come from the server as they are written, so the browser compiles those with a place or a plural in them
    // (i18n/compiler); it does so without eval, which the CSP forbids
    bundle: { fullInstall: false },
    // a page brings the words that it shows; all others follow when it is idle (plugins/all-messages.client.ts), kept for a
    // year since their address names what is in them
    experimental: {
      typedPages: false,
      preload: true,
      stripMessagesPayload: true,
      httpCacheDuration: 60 * 60 * 24 * 365,
    },
  },
  vite: {
    // no component of ours or of a package is written in that style
    vue: { features: { optionsAPI: false } },
    $client: client,
  },
  nitro,
  hooks: {
    // what a page may need later is fetched when it does: a first visit pays for nothing but what it shows
    'build:manifest'(manifest) {
      for (const part of Object.values(manifest)) part.prefetch = false
    },
    // The module's own session endpoint would answer without a look at the session row; ours is /api/auth/session.
    'nitro:config'(config) {
      config.errorHandler = ['~/server/http/error-handler', ...[config.errorHandler ?? []].flat()]
      config.handlers = config.handlers?.filter((handler) => handler?.route !== '/api/_auth/session')
    },
  },
  typescript: {
    strict: true,
    // erasable syntax only: Node runs our own commands from the TypeScript source
    tsConfig: { compilerOptions: { erasableSyntaxOnly: true, allowImportingTsExtensions: true } },
  },
  eslint: { config: { stylistic: false } },
})
