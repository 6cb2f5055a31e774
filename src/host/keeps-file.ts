import { runDirectory } from "../model/run-directory.ts";

/** It is there while a director that becomes the only one keeps the VIP. */
export function keepsFile(owner: string): string {
	return `${runDirectory(owner)}/keeps`;
}
