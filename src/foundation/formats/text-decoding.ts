/** The encodings a person can name with `--encoding`. Without one, the byte order mark decides, and else UTF-8. */
export type TextEncoding = 'utf-8' | 'windows-1252' | 'utf-16le';
export const textEncodings: readonly TextEncoding[] = ['utf-8', 'windows-1252', 'utf-16le'];
