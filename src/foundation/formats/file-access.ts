/** What a path leads to, links followed. `identity` is the same for two paths to one file. */
export interface FileStatus {
  readonly kind: 'file' | 'folder' | 'other';
  readonly sizeBytes: number;
  readonly identity: string;
}

/** The reading half of a file system, as an argument. */
export interface FileAccess {
  /** Rejects with the system's own error when there is no such path or it may not be read. */
  status(path: string): Promise<FileStatus>;
  /** Names in a folder, in any order. */
  list(folder: string): Promise<readonly string[]>;
  /** Bytes from `start` (0 unless given) up to, not including, `end`. Leaving the loop early closes the file. */
  read(path: string, range?: { readonly start?: number; readonly end?: number }): AsyncIterable<Uint8Array>;
}
