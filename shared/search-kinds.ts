export const SEARCH_KINDS = ['all', 'videos', 'clips', 'topics', 'people', 'captions'] as const
