import { mountSuspended } from '@nuxt/test-utils/runtime'
import { describe, expect, it } from 'vitest'
import CodeField from '~/components/auth/CodeField.vue'

async function open() {
  const field = await mountSuspended(CodeField, { props: { modelValue: '' } })
  const type = async (value: string) => {
    await field.get('input').setValue(value)
    await field.setProps({ modelValue: field.emitted<[string]>('update:modelValue')?.at(-1)?.[0] ?? '' })
  }
  return { field, type }
}

describe('the code field', () => {
  it('is one input that the system may fill from a message', async () => {
    const { field } = await open()
    const inputs = field.findAll('input')
    expect(inputs).toHaveLength(1)
    expect(inputs[0]?.attributes()).toMatchObject({ autocomplete: 'one-time-code', inputmode: 'numeric' })
  })

  it('takes a code that is pasted with spaces and the words around it', async () => {
    const { field, type } = await open()
    await type(' Your code: 12 34-56 ')
    expect(field.emitted('update:modelValue')?.at(-1)).toEqual(['123456'])
    expect(field.emitted('complete')).toHaveLength(1)
  })

  it('is complete once, not at every further key', async () => {
    const { field, type } = await open()
    await type('123456')
    await type('1234567')
    expect(field.emitted('complete')).toHaveLength(1)
  })

  it('is not complete with five digits', async () => {
    const { field, type } = await open()
    await type('12345')
    expect(field.emitted('complete')).toBeUndefined()
  })
})
