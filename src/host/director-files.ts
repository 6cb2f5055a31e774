import { recordDirectory } from "../model/record-directory.ts";

/** The file on a director that keeps the drains that an operator asked for (`lvsctl drain`). */
export function drainedFile(owner: string): string {
	return `${recordDirectory(owner)}/drained`;
}

/** The file in which the reader of a director's health checks writes down what it hears. */
export function healthFile(owner: string): string {
	return `${recordDirectory(owner)}/health`;
}

/** The file in which the script of a director notes what drains and checks laid over the declared weights. */
export function layersFile(owner: string): string {
	return `${recordDirectory(owner)}/layers`;
}
