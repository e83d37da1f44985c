package dev.millrace.executor.data;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;

/**
 * What PostgreSQL takes for a zone by its abbreviation unless told otherwise: most mean one offset for ever, some
 * what a region has, or had, at the time that is spoken of.
 */
final class ZoneAbbreviations {

    /** In quarters of an hour east of UTC. */
    private static final String FIXED = "acdt 42 acsst 42 acst 38 act -20 acwst 35 adt -12 aedt 44 aesst 44 aest 40 "
            + "aft 18 akdt -32 akst -36 almst 28 almt 24 amt -16 ast -16 awsst 36 awst 32 azost 0 azot -4 bdst 8 "
            + "bdt 24 bnt 32 bort 32 bot -16 bra -12 brst -8 brt -12 bst 4 btt 24 cadt 42 cast 38 cct 32 cdt -20 "
            + "cest 8 cet 4 cetdst 8 chadt 55 chast 51 chut 40 clst -12 cot -20 cst -24 cxt 28 ddut 40 eat 12 "
            + "edt -16 eest 12 eet 8 eetdst 12 egst 0 egt -4 est -20 fet 12 fjst 52 fjt 48 fnst -4 fnt -8 galt -24 "
            + "gamt -36 gft -12 gilt 48 hkt 32 hst -40 ict 28 idt 12 irt 14 ist 8 jayt 36 jst 36 kdt 40 kgst 24 "
            + "kst 36 lhst 42 ligt 40 mart -38 mdt -24 mest 8 mesz 8 met 4 metdst 8 mez 4 mht 48 mmt 26 mpt 40 "
            + "msd 16 mst -28 must 20 mut 16 mvt 20 myt 32 ndt -10 nft -14 npt 23 nst -14 nzdt 52 nzst 48 nzt 48 "
            + "pdt -28 pet -20 pgt 40 pht 32 pkst 24 pkt 20 pmdt -8 pmst -12 pont 44 pst -32 pwt 36 pyst -12 ret 16 "
            + "sadt 42 sast 8 sct 16 taht -40 tft 20 tjt 20 tot 52 trut 40 tvt 48 ulast 36 uyst -8 uyt -12 uzst 24 "
            + "uzt 20 vut 44 wadt 32 wakt 48 wast 28 wat 4 wdt 36 wet 0 wetdst 4 wft 48 wgst -8 wgt -12 "
            + "xjt 24 yapt 40 yekst 24";

    private static final String REGIONS = "art America/Argentina/Buenos_Aires arst America/Argentina/Buenos_Aires "
            + "clt America/Santiago gyt America/Guyana pyt America/Asuncion vet America/Caracas "
            + "davt Antarctica/Davis mawt Antarctica/Mawson amst Asia/Yerevan anast Asia/Anadyr anat Asia/Anadyr "
            + "azst Asia/Baku azt Asia/Baku gest Asia/Tbilisi get Asia/Tbilisi irkst Asia/Irkutsk irkt Asia/Irkutsk "
            + "kgt Asia/Bishkek krast Asia/Krasnoyarsk krat Asia/Krasnoyarsk lkt Asia/Colombo magst Asia/Magadan "
            + "magt Asia/Magadan novst Asia/Novosibirsk novt Asia/Novosibirsk omsst Asia/Omsk omst Asia/Omsk "
            + "petst Asia/Kamchatka pett Asia/Kamchatka sgt Asia/Singapore tmt Asia/Ashgabat ulat Asia/Ulaanbaatar "
            + "vlast Asia/Vladivostok vlat Asia/Vladivostok yakst Asia/Yakutsk yakt Asia/Yakutsk "
            + "yekt Asia/Yekaterinburg fkst Atlantic/Stanley fkt Atlantic/Stanley lhdt Australia/Lord_Howe "
            + "msk Europe/Moscow volt Europe/Volgograd iot Indian/Chagos ckt Pacific/Rarotonga easst Pacific/Easter "
            + "east Pacific/Easter kost Pacific/Kosrae lint Pacific/Kiritimati nut Pacific/Niue tkt Pacific/Fakaofo";

    /** Those of the fixed ones that are kept in summer. */
    private static final Set<String> SUMMER = Set.of(("acdt acsst adt aedt aesst akdt almst awsst azost bdst brst "
            + "bst cadt cdt cest cetdst chadt clst edt eest eetdst egst "
            + "fjst fnst idt kdt kgst mdt mest mesz metdst msd must ndt "
            + "nzdt pdt pkst pmdt pyst sadt ulast uyst uzst wadt wdt wetdst "
            + "wgst yekst").split(" "));

    private static final int QUARTER_SECONDS = 900;

    private ZoneAbbreviations() {}

    static boolean isSummer(String abbreviation) {
        return SUMMER.contains(abbreviation);
    }

    static void addTo(Map<String, ZoneId> zones) {
        String[] fixed = FIXED.split(" ");
        for (int i = 0; i < fixed.length; i += 2) {
            zones.put(fixed[i], ZoneOffset.ofTotalSeconds(Integer.parseInt(fixed[i + 1]) * QUARTER_SECONDS));
        }
        for (String utc : new String[] {"z", "utc", "gmt", "zulu", "ut", "uct"}) {
            zones.put(utc, ZoneOffset.UTC);
        }
        String[] regions = REGIONS.split(" ");
        for (int i = 0; i < regions.length; i += 2) {
            zones.put(regions[i], ZoneId.of(regions[i + 1]));
        }
    }
}
