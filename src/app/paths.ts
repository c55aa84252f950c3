/** Where the pages of the navigation and of this floor are. */
export const sitePaths = {
  england: '/',
  live: '/attendance',
  /** England's published figures, wherever the front page leads. */
  publishedEngland: '/areas/E92000001',
  areas: '/areas',
  map: '/map',
  releases: '/releases',
  measures: '/measures',
  scope: '/scope',
  about: '/about',
  accessibility: '/accessibility',
  api: '/api',
  openApi: '/api/v1/openapi.json',
  health: '/health',
} as const;
