const MAX_LENGTH = 100

/** Value of content-disposition for a file to be saved (RFC 6266): in plain letters, and as it is called. */
export function attachment(filename: string): string {
  const name = filename.toWellFormed().replaceAll(/[\p{Cc}/\\]+/gu, ' ').trim().slice(-MAX_LENGTH) || 'video.mp4'
  const plain = name.normalize('NFKD').replaceAll(/[^\w .()-]/g, '').trim() || 'video.mp4'
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
} // prettier-ignore
