"""Which doors of this room open for whom."""

import rules

from people.roles import is_administrator, is_auditor, is_staff_member

rules.add_perm("people", is_administrator | is_auditor)
rules.add_perm("people.view_user", is_administrator | is_auditor)
rules.add_perm("people.change_user", is_administrator)
rules.add_perm("people.deactivate_user", is_administrator)
rules.add_perm("people.invite_person", is_administrator)
rules.add_perm("people.view_invitation", is_administrator | is_auditor)
rules.add_perm("people.work_here", is_staff_member)
