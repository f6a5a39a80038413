import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from '../../../server/http/content-security-policy.ts'
import { isEmbedPage } from '../../../server/http/embed-page.ts'

const policy = (page: Partial<Parameters<typeof contentSecurityPolicy>[0]> = {}) =>
  contentSecurityPolicy({ nonce: 'abc', isSecure: false, ...page })

describe('the policy of a page', () => {
  it('runs only scripts of ours and those with the nonce', () => {
    expect(policy()).toContain("script-src 'self' 'nonce-abc';")
    expect(policy()).not.toMatch(/script-src[^;]*unsafe/)
  })

  it('lets the player use blobs, and nobody frame the page', () => {
    expect(policy()).toContain("media-src 'self' blob:;")
    expect(policy()).toContain("worker-src 'self' blob:;")
    expect(policy()).toContain("frame-ancestors 'none'")
  })

  it('lets any site frame the player page for other sites, and no page else', () => {
    expect(policy({ isEmbed: true })).toContain('frame-ancestors *')
    const id = 'a'.repeat(24)
    for (const path of [`/embed/${id}`, `/embed/${id}?t=3`, `/embed/clips/${id}`])
      expect(isEmbedPage(path), path).toBe(true)
    for (const path of [
      '/',
      `/watch/${id}`,
      `/embed/${id}/more`,
      '/embed/nothing',
      `/watch/${id}?/embed/${id}`,
    ])
      expect(isEmbedPage(path), path).toBe(false)
  })

  it('names the object store only where media requests are redirected to it', () => {
    const withStore = policy({ mediaOrigin: 'https://s3.example.org' })
    expect(withStore).toMatch(/connect-src 'self' https:\/\/s3\.example\.org/)
    expect(withStore).toMatch(/media-src [^;]*https:\/\/s3\.example\.org/)
    expect(withStore).not.toMatch(/script-src[^;]*s3/)
  })

  it('upgrades requests under https alone', () => {
    expect(policy({ isSecure: true })).toContain('upgrade-insecure-requests')
    expect(policy()).not.toContain('upgrade-insecure-requests')
  })
})
