// Parses under an old Node too: see cli/main.ts.

/** `engines` of package.json. */
const [major, minor] = [22, 18];

/** The sentence for a Node that is too old for us; undefined for one that will do. */
export function whyTooOld(who: string, version: string): string | undefined {
	const [ownMajor = 0, ownMinor = 0] = version.split(".").map(Number);
	return ownMajor > major || (ownMajor === major && ownMinor >= minor)
		? undefined
		: `${who} needs Node ${major}.${minor} or newer, and this is Node ${version}`;
}
