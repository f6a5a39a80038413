import type { PreflightBody, PreflightView, UploadView } from '#shared/uploads'
import type { VideoStatusView } from '#shared/videos'
import type { Api } from '../useApi'
import type { UploadDraft } from './upload-item'
import { detailsToSave } from './upload-metadata'

/** The routes an upload needs besides tus itself. */
export interface UploadApi {
  preflight(file: PreflightBody): Promise<PreflightView>
  list(): Promise<UploadView[]>
  find(uploadId: string): Promise<UploadView>
  saveDetails(uploadId: string, change: Partial<UploadDraft>): Promise<void>
  videoStatus(videoId: string): Promise<VideoStatusView>
}

export function createUploadApi(api: Api): UploadApi {
  return {
    preflight: (body) => api('/api/uploads/preflight', { method: 'POST', body }),
    list: async () => (await api<{ items: UploadView[] }>('/api/uploads', { query: { limit: 100 } })).items,
    find: (uploadId) => api(`/api/uploads/${uploadId}`),
    saveDetails: async (uploadId, change) => {
      const body = detailsToSave(change)
      if (Object.keys(body).length > 0) await api(`/api/uploads/${uploadId}/details`, { method: 'PUT', body })
    },
    videoStatus: (videoId) => api(`/api/videos/${videoId}/status`),
  }
}
