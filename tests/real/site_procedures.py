"""A site's own procedures, as files in a folder: what the tests change on FRRouting and on lab devices."""

import pathlib

DESCRIPTION = "frr-description"
BAD_LINE = "frr-bad-line"
BAD_COMMAND = "bandwidth of a thousand"
INTERFACE = "interface-words"  # several lines in one section, for the lab's devices

FILES = {
    f"{DESCRIPTION}.yaml": f"""\
id: {DESCRIPTION}
title: Describe the loopback interface
summary: The loopback interface says what it is for.
platforms: [frr]
parameters:
  - {{name: text, type: word, required: true, help: what the interface is for}}
steps:
  - id: describe
    section: interface lo
    submode: config-if
    command: 'description {{text}}'
    why: people look there first
    done: {{in: interface lo, has: ['description {{text}}']}}
  - {{id: save, mode: exec, command: write memory, why: the change survives a restart}}
proofs:
  - {{command: show interface lo, expect: '^ *Description: \S', why: the router shows it}}
""",
    f"{BAD_LINE}.yaml": f"""\
id: {BAD_LINE}
title: A procedure with a line that the router does not know
summary: Its second line is refused.
platforms: [frr]
parameters: []
steps:
  - id: first
    section: interface lo
    submode: config-if
    command: description before the bad line
    why: it is known
    done: {{in: interface lo, has: [description before the bad line]}}
  - id: bad
    section: interface lo
    submode: config-if
    command: {BAD_COMMAND}
    why: it is not known
    done: {{in: interface lo, has: [{BAD_COMMAND}]}}
  - id: last
    section: interface lo
    submode: config-if
    command: description after the bad line
    why: never reached
    done: {{in: interface lo, has: [description after the bad line]}}
  - {{id: save, mode: exec, command: write memory, why: never reached}}
""",
    f"{INTERFACE}.yaml": f"""\
id: {INTERFACE}
title: Describe an interface
summary: Two lines of one section.
platforms: [cisco_asa, cisco_ios]
parameters:
  - {{name: interface, type: word, required: true, help: its name}}
steps:
  - {{id: describe, section: 'interface {{interface}}', submode: config-if, command: description first, why: it is known, done: {{in: 'interface {{interface}}', has: [description first]}}}}
  - {{id: address, section: 'interface {{interface}}', submode: config-if, command: 'ip address 192.0.2.77 255.255.255.0', why: it is known, done: {{in: 'interface {{interface}}', has: ['ip address 192.0.2.77 255.255.255.0']}}}}
  - {{id: save, mode: exec, command: write memory, why: never reached}}
""",
}


def write_procedures(folder: pathlib.Path) -> pathlib.Path:
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    return folder
