/** By its first bytes: what a name or a Content-Type claims is the sender's word. SVG, a program, is none of them. */
export function isPicture(bytes: Buffer): boolean {
  const starts = (text: string, at = 0) =>
    bytes.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'))
  return (
    starts('\xff\xd8\xff') || // JPEG
    starts('\x89PNG\r\n\x1a\n') ||
    (starts('RIFF') && starts('WEBP', 8)) ||
    starts('GIF87a') ||
    starts('GIF89a') ||
    (starts('ftyp', 4) && (starts('avif', 8) || starts('avis', 8) || starts('mif1', 8)))
  )
}
