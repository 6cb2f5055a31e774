/**
 * The order of the steps of a change: the one place where it is decided. First what goes back to what was found, then the record, then
 * what is new; a removal has the first part, and ends with the last lines.
 */
export const order = [
	// what a role's own script made goes while all that it needs still runs
	"undo by script",
	"stop",
	"not at boot",
	"withdraw",
	"put back",
	"undo",
	"files back",
	"directories back",
	// after the files, which may lie in what was unpacked
	"remove what was unpacked",
	// what goes back is in the record until here; what is new must be in it before it is touched
	"note",
	"install",
	"unpack",
	"make directories",
	"write",
	"mask",
	"at boot",
	"tell systemd",
	"load",
	"rules",
	"by our unit",
	"read again",
	"start",
	"by script",
	"unload",
	"forget",
] as const;

export type Place = (typeof order)[number];
