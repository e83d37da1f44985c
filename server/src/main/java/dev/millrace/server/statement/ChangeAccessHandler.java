package dev.millrace.server.statement;

import dev.millrace.planner.AccessChange;
import dev.millrace.planner.ChangeAccess;
import dev.millrace.server.session.Execution;
import dev.millrace.server.session.Outcome;

/** Statements about roles and rights: each change has a handler of its own. */
final class ChangeAccessHandler implements Handler<ChangeAccess> {

    @Override
    public Outcome handle(ChangeAccess change, Execution run) throws InterruptedException {
        return switch (change.change()) {
            case AccessChange.DefineRole define -> new DefineRoleHandler(define, run).handle();
            case AccessChange.KeepSetting keep -> new KeepSettingHandler(keep, run).handle();
            case AccessChange.RenameRole rename -> new RoleHandler(run).rename(rename);
            case AccessChange.DropRoles drop -> new RoleHandler(run).drop(drop);
            case AccessChange.GrantRoles grant -> new MembershipHandler(run).handle(grant);
            case AccessChange.Grant grant -> new GrantHandler(grant, run).handle();
            case AccessChange.GrantDefaults grant -> new DefaultRightsHandler(grant, run).handle();
            case AccessChange.ChangeOwner owner -> new OwnerHandler(run).change(owner);
            case AccessChange.Owned owned -> new OwnerHandler(run).owned(owned);
        };
    }
}
