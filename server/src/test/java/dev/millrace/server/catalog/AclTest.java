package dev.millrace.server.catalog;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** How grants add up and are taken back; role 1 owns. */
final class AclTest {

    private static final Set<Privilege> READ = EnumSet.of(Privilege.SELECT);
    private static final Set<Privilege> WRITE = EnumSet.of(Privilege.INSERT, Privilege.UPDATE);

    private static String text(Acl acl) {
        return acl.entries().stream()
                .map(entry -> entry.text(role -> "r" + role))
                .collect(Collectors.joining(" "));
    }

    @Test
    void beginsAsInPostgres() {
        assertEquals("r1=arwdDxt/r1", text(Acl.initial(Grantable.TABLE, 1)));
        assertEquals("=Tc/r1 r1=CTc/r1", text(Acl.initial(Grantable.DATABASE, 1)));
        assertEquals("", text(Acl.initial(Grantable.COLUMN, 1)));
    }

    @Test
    void grantsOfOneGrantorAddUp() {
        Acl acl = new Acl(List.of())
                .grant(2, 1, READ, true, 1).grant(2, 1, WRITE, false, 1).grant(2, 3, READ, false, 1);
        assertEquals("r2=ar*w/r1 r2=r/r3", text(acl));
        assertEquals("r2=ar*/r1 r2=r/r3", text(acl.revoke(2, 1, EnumSet.of(Privilege.UPDATE), false, false, 1)));
        assertEquals("r2=arw/r1 r2=r/r3", text(acl.revoke(2, 1, READ, true, false, 1)));
        assertEquals("r2=aw/r1 r2=r/r3", text(acl.revoke(2, 1, READ, false, false, 1)));
    }

    @Test
    void whatHangsOnAnOptionGoesWithCascade() {
        Acl acl = new Acl(List.of())
                .grant(2, 1, READ, true, 1).grant(3, 2, READ, true, 1).grant(4, 3, READ, false, 1);
        assertThrows(Acl.DependentsException.class, () -> acl.revoke(2, 1, READ, false, false, 1));
        assertEquals("", text(acl.revoke(2, 1, READ, false, true, 1)));
        assertEquals("r2=r/r1", text(acl.revoke(2, 1, READ, true, true, 1)));
        // Who has the option from somebody else, too, may go on granting.
        Acl twice = acl.grant(2, 5, READ, true, 1);
        assertEquals("r3=r*/r2 r4=r/r3 r2=r*/r5", text(twice.revoke(2, 1, READ, false, false, 1)));
    }

    @Test
    void anotherOwnerTakesTheGrantsOver() {
        Acl acl = Acl.initial(Grantable.TABLE, 1).grant(2, 1, READ, false, 1).grant(3, 1, READ, false, 1);
        assertEquals("r2=arwdDxt/r2 r3=r/r2", text(acl.ownedBy(1, 2)));
        assertEquals("r1=arwdDxt/r1 r3=r/r1", text(acl.without(2)));
    }
}
