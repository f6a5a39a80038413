/** What has no words in a language yet is said in English. */
export default defineI18nConfig(() => ({ fallbackLocale: 'en', missingWarn: false, fallbackWarn: false }))
