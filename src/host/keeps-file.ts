import { runDirectory } from "../model/run-directory.ts";

/** This file exists while a director that becomes the only one keeps the VIP. */
export function keepsFile(owner: string): string {
	return `${runDirectory(owner)}/keeps`;
}
