import java.io.FileInputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Prints one line a file and a flavour: verdict, flavour, file, number of checks; then each failed rule. */
public class Check {
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        boolean allPass = true;
        String[] flavours = arguments[0].split(",");
        for (int index = 1; index < arguments.length; index++) {
            for (String flavour : flavours) {
                allPass &= judge(arguments[index], PDFAFlavour.byFlavourId(flavour));
            }
        }
        System.exit(allPass ? 0 : 1);
    }

    private static boolean judge(String path, PDFAFlavour flavour) throws Exception {
        try (FileInputStream stream = new FileInputStream(path);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            String verdict = result.isCompliant() ? "PASS" : "FAIL";
            System.out.println(verdict + "\t" + flavour.getId() + "\t" + path + "\t" + result.getTotalAssertions());
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    System.out.println("\t" + assertion.getRuleId() + " " + assertion.getMessage());
                }
            }
            return result.isCompliant();
        }
    }
}
