import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import DemoContent from '~/components/settings/DemoContent.vue'

it('removes the demo content with one press and says that there is none', async () => {
  let state = 'added'
  registerEndpoint('/api/admin/demo', {
    method: 'GET',
    handler: () => ({ state, isOffered: false, progress: 1 }),
  })
  registerEndpoint('/api/admin/demo', {
    method: 'DELETE',
    handler: () => {
      state = 'none'
      return null
    },
  })
  const wrapper = await mountSuspended(DemoContent)
  await flushPromises()
  await expect.poll(() => wrapper.text()).toContain('Remove demo content')
  await wrapper.get('button').trigger('click')
  await expect.poll(() => wrapper.text()).toContain('There is no demo content')
  expect(wrapper.find('button').exists()).toBe(false)
})
