import { describe, expect, it, vi } from 'vitest'
import { useInstall } from '~/composables/useInstall'

/** As the browser makes it. */
function offer(outcome: 'accepted' | 'dismissed') {
  const event = new Event('beforeinstallprompt', { cancelable: true })
  const prompt = vi.fn().mockResolvedValue({ outcome })
  dispatchEvent(Object.assign(event, { prompt }))
  return { event, prompt }
}

describe('installing the app', () => {
  it('waits until somebody asks for it, and asks the browser once', async () => {
    const { canInstall, install } = useInstall()
    expect(canInstall.value).toBe(false)
    const { event, prompt } = offer('dismissed')
    expect(event.defaultPrevented).toBe(true)
    expect(canInstall.value).toBe(true)
    expect(prompt).not.toHaveBeenCalled()
    await install()
    await install()
    expect(prompt).toHaveBeenCalledOnce()
    expect(canInstall.value).toBe(false)
  })

  it('is no longer offered once it is installed', () => {
    const { canInstall } = useInstall()
    offer('accepted')
    expect(canInstall.value).toBe(true)
    dispatchEvent(new Event('appinstalled'))
    expect(canInstall.value).toBe(false)
  })
})
