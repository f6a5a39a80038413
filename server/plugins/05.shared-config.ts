/**
 * Whoever asks for the settings of a request gets a copy that the environment is laid over anew: near to a millisecond,
 * for which the i18n module asks at every request, a video's bytes and the API's answers included. They cannot differ
 * from those of the process, so these requests get that one. Pages keep their copy, which is theirs to write into.
 *
 * Named in nuxt.config, so that it comes before the plugins of modules.
 */
export default defineNitroPlugin((nitro) => {
  nitro.hooks.hook('request', (event) => {
    if (NO_PAGE.test(event.path)) event.context.nitro.runtimeConfig = useRuntimeConfig()
  })
})

const NO_PAGE = /^\/(?:api|cdn|healthz|readyz|metrics)(?:[/?]|$)/
