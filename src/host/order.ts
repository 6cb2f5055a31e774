/**
 * The order of the steps of a change, decided here alone. First, things go back to what was found. Then the record is written.
 * Then new things are put in place, and what they replace in the table of IPVS goes. A removal has the steps of the first part and of the last places.
 */
export const order = [
	"keep",
	// the role's script undoes what it made while everything that it needs still runs
	"undo by script",
	"stop",
	"not at boot",
	"withdraw",
	"put back",
	"undo",
	"close filters",
	"files back",
	"directories back",
	// after the files, which may lie in an unpacked directory
	"remove what was unpacked",
	// until here the record still names what goes back; from here on it must name new things before they are touched
	"note",
	"install",
	"unpack",
	"make directories",
	"write",
	"mask",
	"at boot",
	"tell systemd",
	// when all files are written, and before anything serves
	"open filters",
	"load",
	"rules",
	"by our unit",
	// units that others are about to find in files that they read
	"start before",
	"read again",
	"start",
	// what takes the place of a rule serves by now: packets get their marks, and checks have judged new real servers
	"rules that go",
	"by script",
	"unload",
	"forget",
] as const;

export type Place = (typeof order)[number];
