import type { FormError, FormErrorEvent } from '@nuxt/ui'
import type { z } from 'zod'
import { toApiError, type ApiError } from '~/composables/api-error'
import { usePlainMessages } from '~/composables/usePlainMessages'

/** What is used of the UForm that the template names `form`. */
export interface FormHandle {
  submit(): Promise<void>
  validate(options: { silent: true }): Promise<unknown>
  setErrors(errors: FormError[]): void
  getErrors(): { id?: string; name?: string; message: string }[]
}

interface FormSubmitOptions<Schema extends z.ZodObject> {
  form: Readonly<Ref<FormHandle | null>>
  /** The very schema the server parses with; its keys are the names of the fields. */
  schema: Schema
  send(data: z.output<Schema>): Promise<void>
  /** Where a refusal goes that names no field, when it can only be about this one: a code that is wrong or too old. */
  refusedField?: keyof Schema['shape'] & string
}

/**
 * Sends a form once at a time. What the server refuses lands under the field it names, the rest in `problem`;
 * focus goes to the first wrong field.
 */
export function useFormSubmit<Schema extends z.ZodObject>(options: FormSubmitOptions<Schema>) {
  usePlainMessages()
  const isPending = ref(false)
  const problem = shallowRef<ApiError | null>(null)
  let hasTried = false

  async function submit(event: { data: z.output<Schema> }): Promise<void> {
    if (isPending.value) return
    isPending.value = true
    problem.value = null
    try {
      await options.send(event.data)
    } catch (cause) {
      await showRefusal(toApiError(cause))
    } finally {
      isPending.value = false
    }
  }

  async function showRefusal(error: ApiError): Promise<void> {
    const errors = fieldErrors(error, options)
    if (errors.length === 0) {
      problem.value = error
      return
    }
    hasTried = true
    options.form.value?.setErrors(errors)
    await nextTick()
    focusFirst(options.form.value?.getErrors() ?? [])
  }

  /**
   * For every input of a form that was tried once, and at no other time: a message that comes or goes as a field is left
   * moves the button from under the pointer, and the click is lost.
   */
  function revalidate(): void {
    if (hasTried) void options.form.value?.validate({ silent: true })
  }

  function focusInvalid(event: Pick<FormErrorEvent, 'errors'>): void {
    problem.value = null
    hasTried = true
    focusFirst(event.errors)
  }

  return { isPending: readonly(isPending), problem, revalidate, submit, focusInvalid }
}

function fieldErrors<Schema extends z.ZodObject>(
  error: ApiError,
  { schema, refusedField }: Pick<FormSubmitOptions<Schema>, 'schema' | 'refusedField'>,
): FormError[] {
  const known = Object.entries(error.fields).filter(([name]) => name in schema.shape)
  if (known.length > 0) return known.map(([name, message]) => ({ name, message }))
  const isRefused = REFUSALS.has(error.statusCode)
  return refusedField && isRefused ? [{ name: refusedField, message: error.message }] : []
}

/** Statuses that judge what was typed; the rest (no answer, too many tries, a fault) are about the request. */
const REFUSALS = new Set([400, 401, 410, 422])

function focusFirst(errors: readonly { id?: string }[]): void {
  const id = errors.find((error) => error.id)?.id
  if (id) document.getElementById(id)?.focus()
}
