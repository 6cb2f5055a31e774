/** Why a check by ping is left out, and what to write instead. */
export const noPing =
	"a check by ping cannot be declared: a machine may answer and serve nobody; write `check: { tcp: true }`";

/** Why a program is left out that runs when too few real servers pass, or enough again. */
export const noScripts =
	"no program is run when this happens; `lvsctl status` says who is out, since when and why";
