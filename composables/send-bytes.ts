import { ApiError, NO_ANSWER, toApiError } from '~/composables/api-error'

/**
 * PUTs bytes and tells how many are on their way, which fetch cannot. In the browser only.
 * Rejects with ApiError.
 */
export function sendBytes<Answer>(
  path: string,
  bytes: Blob,
  onProgress: (share: number) => void,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', path)
    request.setRequestHeader('content-type', bytes.type || 'application/octet-stream')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onerror = request.onabort = () => reject(new ApiError(NO_ANSWER))
    request.onload = () => {
      const data: unknown = request.response
      if (request.status >= 200 && request.status < 300) resolve(data as Answer)
      else reject(toApiError({ statusCode: request.status, data }))
    }
    request.send(bytes)
  })
}
