import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { LOAD_CORE, pinToCore } from '../machine.ts';
import type { LoadReport, LoadTasks } from './loadProcess.ts';

type Options<Name extends keyof LoadTasks> = Parameters<LoadTasks[Name]>[0];
type Result<Name extends keyof LoadTasks> = Awaited<ReturnType<LoadTasks[Name]>>;

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Puts load on servers, from one process on a core of its own. The process stays the same for all of a run, so that it
 * is warm and equally so for everything that is compared.
 */
export class LoadGenerator implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  /** @param signal ends the process, and thereby fails what it is doing */
  constructor(signal: AbortSignal) {
    this.#child = fork(fileURLToPath(new URL('./loadProcess.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx'],
      signal,
    });
    if (this.#child.pid !== undefined) pinToCore(this.#child.pid, LOAD_CORE);
    this.#child.on('message', (report) => this.#settle(report as LoadReport));
    this.#child.on('error', (error) => this.#fail(error));
    this.#child.on('exit', (code) => this.#fail(new Error(`The load process has ended with ${code}.`)));
  }

  /** Resolves with what the task resolves with, in the load process. */
  run<Name extends keyof LoadTasks>(task: Name, options: Options<Name>): Promise<Result<Name>> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve: (result) => resolve(result as Result<Name>), reject });
      this.#child.send({ id, task, options }, (error) => {
        if (error) this.#fail(error);
      });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  #settle(report: LoadReport): void {
    const pending = this.#pending.get(report.id);
    this.#pending.delete(report.id);
    if ('error' in report) pending?.reject(new Error(report.error));
    else pending?.resolve(report.result);
  }

  #fail(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
