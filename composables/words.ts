type Key = (key: string) => string
type KeyWithValues = (key: string, values: Record<string, unknown>) => string

/** Gives the words of a key in the reader's language, as `t` of useI18n does; `count` chooses between one and many. */
export type Words = Key & KeyWithValues
