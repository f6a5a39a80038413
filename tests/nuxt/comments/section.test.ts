import { mountSuspended, registerEndpoint } from '@nuxt/test-utils/runtime'
import { flushPromises } from '@vue/test-utils'
import { createError, getQuery, readBody } from 'h3'
import { beforeEach, describe, expect, it } from 'vitest'
import Section from '~/components/comments/Section.vue'
import { commentView, me } from '../support/comment-view'

const VIDEO = 'c'.repeat(24)
let listed: object[] = []
let isAway = false
let sent: string[] = []
let asked: object[] = []

registerEndpoint(`/api/videos/${VIDEO}/comments`, {
  method: 'GET',
  handler: (event) => {
    asked.push(getQuery(event))
    return { items: listed, nextCursor: null }
  },
})
registerEndpoint(`/api/videos/${VIDEO}/comments`, {
  method: 'POST',
  handler: async (event) => {
    const { text } = await readBody<{ text: string }>(event)
    if (isAway) throw createError({ statusCode: 503 })
    sent.push(text)
    return commentView({ text, isMine: true, canDelete: true, userId: me.id })
  },
})

beforeEach(() => {
  listed = []
  sent = []
  asked = []
  isAway = false
  localStorage.clear()
  useState('session').value = { kind: 'user', user: me }
})

async function open(props: object = {}, route = '/') {
  const section = await mountSuspended(Section, {
    props: {
      target: { kind: 'video', id: VIDEO },
      count: listed.length,
      duration: 100,
      canComment: true,
      ...props,
    },
    attachTo: document.body,
    route,
  })
  await expect.poll(() => section.text()).not.toBe('')
  await flushPromises()
  return section
}
type Mounted = Awaited<ReturnType<typeof open>>

async function write(section: Mounted, text: string) {
  await section.get('textarea').setValue(text)
  await section.get('textarea').trigger('keydown', { key: 'Enter', ctrlKey: true })
}

describe('the comments below a video', () => {
  it('show markup as text, times as buttons and people as links', async () => {
    const text = '<img src=x onerror=alert(1)> at 1:05, @ada and @nobody'
    listed = [commentView({ text, mentions: [{ ...commentView().author!, username: 'ada' }] })]
    const section = await open()
    await expect.poll(() => section.text()).toContain('<img src=x onerror=alert(1)>')
    expect(section.find('article img').exists()).toBe(false)
    await section.get('button[aria-label="Go to 1:05"]').trigger('click')
    expect(section.emitted('seek')).toEqual([[65]])
    const names = section.findAll('article p a').map((link) => link.text())
    expect(names).toContain('@ada')
    expect(names).not.toContain('@nobody')
    section.unmount()
  })

  it('are there at once when they are sent, by Ctrl+Enter, and are counted', async () => {
    const section = await open()
    await expect.poll(() => section.text()).toContain('Be the first')
    await write(section, 'Lovely bees')
    expect(section.text()).toContain('Lovely bees')
    await expect.poll(() => sent).toEqual(['Lovely bees'])
    await expect.poll(() => section.get('h2').text()).toBe('1 comment')
    await expect.poll(() => localStorage.length).toBe(0)
    section.unmount()
  })

  it('keep what could not be sent, offer another try, and a draft through a reload', async () => {
    isAway = true
    const section = await open()
    await write(section, 'Lovely bees')
    await expect.poll(() => section.text()).toContain('It was not sent')
    expect(section.text()).toContain('Lovely bees')
    const again = await open()
    expect(again.get('textarea').element.value).toBe('Lovely bees')
    again.unmount()
    isAway = false
    await section
      .findAll('button')
      .find((button) => button.text() === 'Try again')!
      .trigger('click')
    await expect.poll(() => sent).toEqual(['Lovely bees'])
    await expect.poll(() => section.text()).not.toContain('It was not sent')
    await expect.poll(() => localStorage.length).toBe(0)
    section.unmount()
  })

  it('count the characters near the limit and refuse beyond it', async () => {
    const section = await open()
    await section.get('textarea').setValue('👨‍👩‍👧‍👦'.repeat(1999))
    expect(section.get('[data-testid=comment-length]').text()).toBe('1,999 of 2,000 characters')
    await section.get('textarea').setValue('x'.repeat(2001))
    expect(section.get('button[type=submit]').attributes('disabled')).toBeDefined()
    section.unmount()
  })

  it('offer the people of the talk after an @, by keyboard', async () => {
    listed = [commentView()]
    const section = await open()
    await expect.poll(() => section.findAll('article').length).toBe(1)
    const field = section.get('textarea')
    await field.setValue('Yes @a')
    field.element.setSelectionRange(6, 6)
    await field.trigger('keyup')
    expect(section.get('[role=option]').text()).toContain('@ada')
    expect(field.attributes('aria-activedescendant')).toBe(section.get('[role=option]').attributes('id'))
    await field.trigger('keydown', { key: 'Enter' })
    await expect.poll(() => field.element.value).toBe('Yes @ada ')
    expect(section.find('[role=option]').exists()).toBe(false)
    section.unmount()
  })

  it('open the one that the address names, with focus, though its page is not loaded', async () => {
    const parent = commentView({ text: 'far below', replyCount: 1 })
    const reply = commentView({ text: 'the answer', isReply: true, parentId: parent.id })
    registerEndpoint(`/api/comments/${reply.id}`, () => reply)
    registerEndpoint(`/api/comments/${parent.id}`, () => parent)
    registerEndpoint(`/api/comments/${parent.id}/replies`, () => ({ items: [], nextCursor: null }))
    listed = [commentView({ text: 'first page' })]
    const section = await open({}, `/#comment-${reply.id}`)
    await expect.poll(() => section.text()).toContain('the answer')
    expect(section.text()).toContain('far below')
    expect(section.text()).toContain('first page')
    await expect.poll(() => document.activeElement?.id).toBe(`comment-${reply.id}`)
    section.unmount()
  })

  it('say so when the one that the address names is gone', async () => {
    const section = await open({}, `/#comment-${'f'.repeat(24)}`)
    await expect.poll(() => section.text()).toContain('is not here')
    section.unmount()
  })

  it('ask visitors to log in', async () => {
    const section = await open({ canComment: false })
    expect(section.find('textarea').exists()).toBe(false)
    expect(section.text()).toContain('Log in to write a comment')
    section.unmount()
  })

  it('keep the place of one that was deleted and has replies', async () => {
    listed = [commentView({ text: null, author: null, replyCount: 2 })]
    const section = await open()
    await expect.poll(() => section.text()).toContain('This comment was deleted')
    expect(section.get('[aria-expanded]').text()).toBe('2 replies')
    section.unmount()
  })
})
