export interface EmbeddedPostgres {
  /** Connection address of the database `postgres`, as its owner. */
  url: string;
  pid: number;
  stop(): Promise<void>;
}
export function startPostgres(options: {
  folder: string;
  password: string;
  port?: number;
  fast?: boolean;
  settings?: Record<string, string>;
  log?: (text: string) => void;
}): Promise<EmbeddedPostgres>;
export function dataFolderOf(folder: string): string;
export function freePort(wanted?: number): Promise<number>;
