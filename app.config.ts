// Nuxt UI would ask for icons of a collection that is not installed
const codeIcon = {
  ts: 'i-lucide-file-code',
  js: 'i-lucide-file-code',
  vue: 'i-lucide-file-code',
  json: 'i-lucide-braces',
  yaml: 'i-lucide-file-code',
  yml: 'i-lucide-file-code',
  md: 'i-lucide-file-text',
  sh: 'i-lucide-terminal',
  bash: 'i-lucide-terminal',
  css: 'i-lucide-file-code',
  html: 'i-lucide-file-code',
  txt: 'i-lucide-file-text',
}

export default defineAppConfig({
  ui: {
    colors: { primary: 'lagoon', neutral: 'zinc' },
    button: {
      slots: { base: 'rounded-full font-semibold transition-colors duration-150' },
      compoundVariants: [
        { size: 'md', square: false, class: 'px-4' },
        { size: 'lg', square: false, class: 'px-5' },
      ],
    },
    // every field is needed unless it says otherwise, so the star would be on all of them
    formField: {
      slots: { help: 'mt-1.5 text-xs text-muted', error: 'mt-1.5 text-sm text-error first-letter:uppercase' },
      variants: { required: { true: { label: 'after:content-none' } } },
    },
    input: { slots: { root: 'w-full', base: 'rounded-lg' } },
    textarea: { slots: { root: 'w-full', base: 'rounded-lg' } },
    select: { slots: { base: 'rounded-lg w-full' } },
    selectMenu: { slots: { base: 'rounded-lg w-full' } },
    badge: {
      slots: { base: 'font-medium' },
      variants: { size: { sm: { base: 'rounded-full px-2' }, md: { base: 'rounded-full px-2.5' } } },
    },
    skeleton: { base: 'rounded-lg bg-elevated' },
    modal: { slots: { content: 'rounded-2xl', title: 'title-section' } },
    dropdownMenu: { slots: { content: 'rounded-xl shadow-float min-w-48' } },
    popover: { slots: { content: 'rounded-xl shadow-float' } },
    prose: { codeIcon },
  },
})
