import { defineLab } from "pulumi-lvs/lab";

// The real servers have no way to the client: they are in the back network alone.
export default defineLab({
	links: { front: "10.77.0.0/24", back: "10.88.0.0/24" },
	machines: {
		lb: { front: "10.77.0.10", back: "10.88.0.10" },
		rs1: { back: "10.88.0.11" },
		rs2: { back: "10.88.0.12" },
		client: { front: "10.77.0.14" },
	},
});
