/** Within the containers of a docker target. The door's control port is on its own loopback: only who may run programs in it comes there. */
export const dockerPorts = { model: 8501, gateway: 8502, door: 8501, doorControl: 8503 } as const;

/** The file in the door's folder that says who has the traffic. */
export const doorChoiceFile = 'choice.json';
